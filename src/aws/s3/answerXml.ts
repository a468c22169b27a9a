import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { HttpResponse } from '@smithy/core/protocols';
import type { MiddlewareStack } from '@smithy/types';

/** A command of the SDK, as far as its answers can be seen. */
interface Command<Input extends object, Output extends object> {
  readonly middlewareStack: Pick<MiddlewareStack<Input, Output>, 'add'>;
}

/**
 * Shows the XML of a command's answer before the SDK reads it.
 * @param look gets the XML of a success and gives what the SDK is to read in its place
 */
export function onAnswerXml<Input extends object, Output extends object>(
  command: Command<Input, Output>,
  look: (xml: string) => string,
): void {
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { response } = result;
      if (HttpResponse.isInstance(response) && response.statusCode === 200 && response.body instanceof Readable) {
        response.body = Readable.from([Buffer.from(look(await text(response.body)))]);
      }
      return result;
    },
    // Before the SDK reads the body.
    { step: 'deserialize', priority: 'low', name: 'answerXml' },
  );
}
