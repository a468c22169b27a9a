import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect as connectTo, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Duplex } from 'node:stream';
import { createServer as createTlsServer, TLSSocket } from 'node:tls';
import { createAuthority } from './certificates';

/** A network whose only way out is a proxy that looks into TLS with a certificate authority of its own. */
export interface CorporateNetwork {
  /** `http://127.0.0.1:<port>` */
  readonly proxy: string;
  /** `https://localhost:<port>`: the upstream behind TLS of the same authority, without the proxy. */
  readonly gateway: string;
  /** File with the authority's certificate, PEM. */
  readonly caFile: string;
  /** Hosts that clients asked the proxy to connect to, in order. */
  readonly hosts: readonly string[];
  close(): Promise<void>;
}

/** How the proxy behaves. */
export interface CorporateNetworkOptions {
  /** What is reached in place of every host: the URL of the local AWS. */
  readonly upstream: string;
  /** `user:password` the proxy asks for. */
  readonly login?: string;
  /** Hosts in whose place the upstream answers; the others are reached as they are. Without it, all. */
  readonly inPlaceOf?: RegExp;
}

/** The variables by which the AWS SDKs and the AWS CLI get onto that network. */
export function environmentOf({ proxy, caFile }: CorporateNetwork) {
  return { HTTPS_PROXY: proxy, NO_PROXY: '127.0.0.1,localhost', AWS_CA_BUNDLE: caFile };
}

/** Starts the proxy on loopback. Whatever host is asked for, the upstream answers, under that host's name. */
export async function startCorporateNetwork({
  upstream,
  login,
  inPlaceOf,
}: CorporateNetworkOptions): Promise<CorporateNetwork> {
  const authority = await createAuthority();
  const directory = await mkdtemp(path.join(tmpdir(), 'corporate-network-'));
  const caFile = path.join(directory, 'ca.pem');
  await writeFile(caFile, authority.certificate);

  const hosts: string[] = [];
  const sockets = new Set<Duplex>();
  const keep = (socket: Duplex): void => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // Clients hang up as they like.
    socket.on('error', () => socket.destroy());
  };

  // Reads the requests inside the tunnels.
  const inner = createServer((incoming, outgoing) => forward(incoming, outgoing, upstream));
  const outer = createServer((_, response) => response.writeHead(405).end('This proxy only tunnels.'));
  outer.on('connection', keep);
  outer.on('connect', (connect: IncomingMessage, socket: Socket) => {
    if (login !== undefined && connect.headers['proxy-authorization'] !== `Basic ${btoa(login)}`) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="acme"\r\n\r\n');
      return;
    }
    const host = (connect.url ?? '').replace(/:443$/, '');
    hosts.push(host);
    if (inPlaceOf && !inPlaceOf.test(host)) {
      keep(tunnelTo(connect.url ?? '', socket));
      return;
    }
    authority.contextFor(host).then(
      (secureContext) => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        const tunnel = new TLSSocket(socket, { isServer: true, secureContext });
        keep(tunnel);
        inner.emit('connection', tunnel);
      },
      () => socket.destroy(),
    );
  });
  const secureContext = await authority.contextFor('localhost');
  const gateway = createTlsServer({ SNICallback: (_, give) => give(null, secureContext) }, (socket) => {
    keep(socket);
    inner.emit('connection', socket);
  });
  for (const server of [outer, gateway]) {
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  }
  const portOf = (server: typeof outer | typeof gateway): number => (server.address() as AddressInfo).port;
  return {
    proxy: `http://127.0.0.1:${portOf(outer)}`,
    gateway: `https://localhost:${portOf(gateway)}`,
    caFile,
    hosts,
    async close() {
      const closed = [outer, gateway].map((server) => new Promise((done) => server.close(done)));
      for (const socket of sockets) socket.destroy();
      await Promise.all(closed);
      await rm(directory, { recursive: true });
    },
  };
}

/** @param target `host:port` */
function tunnelTo(target: string, socket: Socket): Socket {
  const { hostname, port } = new URL(`http://${target}`);
  const onward = connectTo(Number(port || 80), hostname, () => {
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    onward.pipe(socket).pipe(onward);
  });
  onward.on('close', () => socket.destroy());
  socket.on('close', () => onward.destroy());
  return onward;
}

/** Sends a request on as it came, the signed `Host` included. */
function forward(incoming: IncomingMessage, outgoing: ServerResponse, upstream: string): void {
  const onward = request(
    new URL(incoming.url ?? '/', upstream),
    { method: incoming.method, headers: incoming.headers, setHost: false },
    (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    },
  );
  onward.on('error', () => outgoing.destroy());
  incoming.pipe(onward);
}
