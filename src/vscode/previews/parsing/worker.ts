/** The thread in which contents of objects are decoded: whatever is inside them, no other waits for it. */
import { config, t } from '@vscode/l10n';
import { EventEmitter, once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { ObjectBytes, type ObjectState } from '../../../core/s3/previews/objectBytes';
import { AppError, isAppError } from '../../../core/support/errors';
import { endText, TextPreview } from '../textPreview';
import { openTable, tableFormatOf } from '../tables/openTable';
import type { TableSource } from '../tables/tableSource';
import { HostBytes } from './hostBytes';
import type { FromWorker, JobName, Jobs, PlainError, ToWorker, WorkerStart } from './protocol';
import { rowMessages } from './rowMessages';

const port = parentPort;
if (!port) throw new Error('This is the script of a worker.');
const { translations } = workerData as WorkerStart;
if (translations) config({ contents: translations });

const tell = (message: FromWorker): void => port.postMessage(message);
const bytes = new HostBytes(tell);
const taking = new EventEmitter();
/** Ended as a whole, with the thread. */
const { signal } = new AbortController();
let object: ObjectBytes | undefined;
let table: TableSource | undefined;
let text: TextPreview | undefined;
let textLength = 0;
/** Rows that are asked for at once, for the cost of the next ones. */
let count = 0;

const jobs: { [Name in JobName]: (ask: Jobs[Name]['ask'], object: ObjectBytes) => Promise<Jobs[Name]['answer']> } = {
  format: ({ kind }, read) => tableFormatOf(read, kind, signal),
  openTable: async (ask, read) => {
    table = await openTable(read, ask.format, signal);
    count = ask.count;
    return { schema: table.schema, facts: table.facts, cost: table.costOfNext(count) };
  },
  rows: async (ask) => {
    if (!table) throw new Error('No table is open.');
    const { columns, rows, done } = await table.next(ask.count);
    for (const message of rowMessages(columns, rows)) {
      const taken = once(taking, 'taken');
      tell({ type: 'rows', message });
      await taken;
    }
    const hasMoreColumns = table.allColumns !== undefined;
    return { done, shown: table.shown, cost: table.costOfNext(count), hasMoreColumns };
  },
  text: async ({ kind, locale }, read) => {
    text ??= new TextPreview(read, kind, signal);
    await text.load();
    const added = text.text.slice(textLength);
    textLength += added.length;
    return { added, hasMore: text.hasMore, isWhole: text.isWhole, progress: text.progress(locale) };
  },
  end: (_ask, read) => endText(read, signal),
};

port.on('message', (message: ToWorker) => {
  if (message.type === 'job') void run(message.name, message.ask, message.object);
  else if (message.type === 'taken') taking.emit('taken');
  else bytes.receive(message);
});

async function run(name: JobName, ask: unknown, state: ObjectState): Promise<void> {
  object ??= new ObjectBytes(bytes, { profile: '', bucket: '', key: '' }, state);
  try {
    const job = jobs[name] as (ask: unknown, object: ObjectBytes) => Promise<unknown>;
    tell({ type: 'answer', answer: await job(ask, object) });
  } catch (error) {
    tell({ type: 'failed', error: plainError(error) });
  }
}

/** What is no AppError is JavaScript's own, of a content that nobody thought of. */
function plainError(error: unknown): PlainError {
  const known = isAppError(error)
    ? error
    : new AppError('strangeAnswer', t('The object cannot be shown: its content is damaged, or none of its kind.'));
  const { kind, message, detail } = known;
  return { kind, message, detail };
}
