import { Readable } from 'node:stream';
import { HttpRequest, HttpResponse } from '@smithy/core/protocols';
import type { MiddlewareStack } from '@smithy/types';
import { allowLongAnswer, assertShort, collected, isSuccess, tooLong } from '../boundedAnswers';
import { strangeAnswer } from '../errors';
import { Steps } from './steps';
import { Unreadable, type XmlElement } from './xml';
import { readXml } from './xmlReader';

/** A command of the SDK, as far as its answers can be seen. */
interface Command<Input extends object, Output extends object> {
  readonly middlewareStack: Pick<MiddlewareStack<Input, Output>, 'add'>;
}

/** What a long answer looks like. */
export interface LongAnswer {
  /** The name of its outermost element. */
  readonly root: string;
  /** The most it has. */
  readonly bytes: number;
  readonly entries: number;
  /** Characters of its longest text, as they are encoded. */
  readonly text: number;
}

/** Elements of an entry, and of all around the entries: S3 tells about fifteen things of a version. */
const ELEMENTS_OF_ENTRY = 20;
const OTHER_ELEMENTS = 200;

/**
 * Reads the answer of a command in place of the SDK, which takes longer for it, and does it in one go, in which nobody
 * else in this process gets a turn. The command fails with kind `strangeAnswer` for what holds more than `limits` say, is
 * cut short, or is no such answer.
 * @param read makes the answer of its XML; throws {@link Unreadable}
 * @returns gives what was read after the command was sent; what the SDK gives is empty
 */
export function inSteps<Input extends object, Output extends object, Answer>(
  command: Command<Input, Output>,
  limits: LongAnswer,
  read: (root: XmlElement, steps: Steps) => Promise<Answer>,
): () => Answer {
  let found: { readonly answer: Answer } | undefined;
  command.middlewareStack.add(
    (next) => async (args) => {
      const request = HttpRequest.isInstance(args.request) ? args.request : undefined;
      if (request) allowLongAnswer(request, limits.bytes);
      const sent = await next(args);
      const { response } = sent;
      if (!HttpResponse.isInstance(response) || !isSuccess(response)) return sent;
      const host = request?.hostname ?? 'AWS';
      const bytes = response.body instanceof Readable ? await collected(response.body, host) : Buffer.alloc(0);
      const answer = await readAnswer(bytes, limits, read, host);
      if (answer) found = { answer };
      response.body = Readable.from([answer === undefined ? bytes : Buffer.from(emptyAnswer(limits.root))]);
      return sent;
    },
    // Before the SDK reads the body.
    { step: 'deserialize', priority: 'low', name: 'inSteps' },
  );
  return () => {
    if (!found) throw strangeAnswer(undefined, undefined);
    return found.answer;
  };
}

/** What the SDK gets to read; in the protocol of IAM it looks for the result inside. */
function emptyAnswer(root: string): string {
  return `<${root}><${root.replace(/Response$/, 'Result')}/></${root}>`;
}

/** Undefined for an error in spite of its status, which the SDK knows to tell. */
async function readAnswer<Answer>(
  bytes: Buffer,
  { root: name, entries, text }: LongAnswer,
  read: (root: XmlElement, steps: Steps) => Promise<Answer>,
  host: string,
): Promise<Answer | undefined> {
  const steps = new Steps();
  const elements = entries * ELEMENTS_OF_ENTRY + OTHER_ELEMENTS;
  const xml = await decoded(bytes, steps);
  const root = await readXml(xml, { elements, text }, steps);
  if (root === 'tooMuch') throw tooLong(host);
  if (root !== 'broken' && root.name === 'Error') {
    assertShort(bytes, host);
    return undefined;
  }
  if (root === 'broken' || root.name !== name) throw strangeAnswer(host, undefined);
  if (root.children.length > entries + OTHER_ELEMENTS) throw tooLong(host);
  try {
    return await read(root, steps);
  } catch (error) {
    throw error instanceof Unreadable ? strangeAnswer(host, undefined, error) : error;
  }
}

/** Many characters of several bytes take their time as well. */
async function decoded(bytes: Buffer, steps: Steps): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK) {
    text += decoder.decode(bytes.subarray(at, at + CHUNK), { stream: true });
    if (steps.isOver) await steps.next();
  }
  return text + decoder.decode();
}

/** Bytes that are decoded at once. */
const CHUNK = 512 * 1024;
