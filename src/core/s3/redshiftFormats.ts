/** What COPY can read (Amazon Redshift, "Data format parameters"); `TSV` is CSV with tabs. */
export type DataFormat = 'CSV' | 'TSV' | 'JSON' | 'PARQUET' | 'ORC' | 'AVRO';

/** What a key's name says about what is in the object. */
export interface GuessedFormat {
  readonly format: DataFormat | undefined;
  /** Amazon Redshift, "File compression parameters". */
  readonly compression: 'GZIP' | 'ZSTD' | 'BZIP2' | 'LZOP' | undefined;
  /** Whether it lists the objects to read (Amazon Redshift, "Using a manifest to specify data files"). */
  readonly manifest: boolean;
}

const COMPRESSIONS = { gz: 'GZIP', gzip: 'GZIP', zst: 'ZSTD', zstd: 'ZSTD', bz2: 'BZIP2', lzo: 'LZOP' } as const;
const FORMATS: Readonly<Record<string, DataFormat>> = {
  csv: 'CSV',
  tsv: 'TSV',
  tab: 'TSV',
  json: 'JSON',
  jsonl: 'JSON',
  ndjson: 'JSON',
  parquet: 'PARQUET',
  pq: 'PARQUET',
  orc: 'ORC',
  avro: 'AVRO',
};

/** Guesses by the endings of an object's name; of a prefix nothing is known. */
export function guessFormat(key: string, isObject: boolean): GuessedFormat {
  if (!isObject) return { format: undefined, compression: undefined, manifest: false };
  const name = key.slice(key.lastIndexOf('/') + 1).toLowerCase();
  // Names that UNLOAD and tools give: `manifest`, `part_manifest`, `data.csv.manifest`.
  const bare = name.replace(/(^|[._-])manifest(\.json)?$/, '');
  const endings = bare.split('.').slice(1);
  const last = endings.at(-1) ?? '';
  const compression = Object.entries(COMPRESSIONS).find(([ending]) => ending === last)?.[1];
  const ending = (compression === undefined ? last : endings.at(-2)) ?? '';
  const format = Object.hasOwn(FORMATS, ending) ? FORMATS[ending] : undefined;
  return { format, compression, manifest: bare !== name };
}
