import type * as vscode from 'vscode';
import { toAppError, type AppError } from '../../core/support/errors';
import { logLine, logLines } from '../../core/texts/logText';
import { foreignWords } from '../../core/texts/foreign';

/** The log channel. It takes whole sentences and errors of ours, never objects that could hold a secret. */
export class Log {
  constructor(private readonly channel: vscode.LogOutputChannel) {}

  info(message: string): void {
    this.channel.info(logLine(message));
  }

  /** An entry of several lines, which are ours; what they hold of others begins no line. */
  report(lines: readonly string[]): void {
    this.channel.info(logLines(lines));
  }

  warn(message: string): void {
    this.channel.warn(logLine(message));
  }

  /** The error with its facts and causes; AWS's own words, codes and request IDs included. */
  error(error: unknown): void {
    this.channel.error(logLines(describe(toAppError(error))));
  }

  show(): void {
    this.channel.show(true);
  }
}

function describe(error: AppError): string[] {
  const { cure, code, status, requestId, awsMessage, host } = error.detail;
  const facts = Object.entries({ code, status, requestId, host, aws: awsMessage })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(' ');
  const stack = error.kind === 'unexpected' && error.cause instanceof Error ? (error.cause.stack ?? '') : '';
  const lines = [`[${error.kind}] ${error.message}`, cure, facts, ...foreignWords(stack).split('\n')];
  return lines.filter((line) => line !== undefined).filter(Boolean);
}
