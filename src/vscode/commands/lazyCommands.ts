import type { CommandHandlers, CommandId } from '../ids';

/**
 * Handlers that load the module they are in at their first use.
 * @param ids every command of the module
 */
export function lazyCommands<C extends CommandId>(
  ids: Readonly<Record<C, true>>,
  load: () => Promise<Pick<CommandHandlers, C>>,
): Pick<CommandHandlers, C> {
  const entries = (Object.keys(ids) as C[]).map((id) => {
    const run = async (...args: unknown[]): Promise<unknown> => {
      const handler = (await load())[id] as (...given: unknown[]) => unknown;
      return handler(...args);
    };
    return [id, run] as const;
  });
  return Object.fromEntries(entries) as unknown as Pick<CommandHandlers, C>;
}
