const nothing = (): void => undefined;

/** For the SDK's credential providers, which write warnings to the console of the extension host otherwise. */
export const silentLogger = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };
