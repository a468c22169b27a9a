import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { CallbackListener } from '../../../../src/aws/identityCenter/callbackListener';

const never = new AbortController().signal;
const LONG = 60_000;

describe('the listener for the browser', () => {
  const sockets: Socket[] = [];
  afterEach(() => sockets.splice(0).forEach((socket) => socket.destroy()));

  /** A connection over which `text` is sent. */
  async function connection(port: number, text: string): Promise<Socket> {
    const socket = connect(port, '127.0.0.1');
    sockets.push(socket);
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.write(text);
    return socket;
  }

  it('keeps no connection when it is closed, whatever was begun there', async () => {
    const listener = await CallbackListener.open();
    const begun = [
      '',
      'GET /oauth',
      'GET / HTTP/1.1\r\nHost: x\r\n',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf',
    ];
    const open = await Promise.all(begun.map((text) => connection(listener.port, text)));
    const closed = open.map((socket) => new Promise((resolve) => socket.resume().once('close', resolve)));
    listener.close();
    await Promise.all(closed);
  });

  it('shows the page to who has signed in, though it is closed at once', async () => {
    for (let round = 0; round < 20; round++) {
      const listener = await CallbackListener.open();
      const code = listener.code('state', LONG, never).finally(() => listener.close());
      const answer = await fetch(`http://127.0.0.1:${listener.port}/oauth/callback?state=state&code=it`);
      assert.match(await answer.text(), /You are signed in/);
      assert.equal(await code, 'it');
    }
  });

  it('takes the callback though others hold connections open', async () => {
    const listener = await CallbackListener.open();
    const held = Array.from({ length: 200 }, () =>
      connection(listener.port, 'GET / HTTP/1.1\r\nX: ').catch(() => undefined),
    );
    await Promise.all(held);
    const code = listener.code('state', LONG, never);
    const reach = async (): Promise<Response> => {
      try {
        return await fetch(`http://127.0.0.1:${listener.port}/oauth/callback?state=state&code=it`);
      } catch {
        return reach();
      }
    };
    assert.equal((await reach()).status, 200);
    assert.equal(await code, 'it');
    listener.close();
  }).timeout(20_000);
});
