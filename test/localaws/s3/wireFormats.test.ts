import assert from 'node:assert/strict';
import type { AwsRequest } from '../kernel/types';
import { decodeAwsChunked } from './awsChunked';
import { crc64nvme } from './crc64nvme';
import { parseTarget, type Target } from './target';
import { childText, parseXml, xmlDocument } from './xml';

describe('CRC-64/NVME', () => {
  it('has the check value of its specification, in one piece or several', () => {
    const expected = 'ae8b14860a799888';
    assert.equal(crc64nvme([Buffer.from('123456789')]).toString('hex'), expected);
    assert.equal(crc64nvme([Buffer.from('1234'), Buffer.from('56789')]).toString('hex'), expected);
  });
});

describe('aws-chunked', () => {
  it('is decoded with signed chunks and trailers', () => {
    const signature = 'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648';
    const body = `3;chunk-signature=${signature}\r\na\r\n\r\n2;chunk-signature=${signature}\r\nbc\r\n0;chunk-signature=${signature}\r\nx-amz-checksum-crc32:NSRBwg==\r\n\r\n`;
    const { bytes, trailers } = decodeAwsChunked(Buffer.from(body));
    assert.equal(bytes.toString(), 'a\r\nbc');
    assert.deepEqual(trailers, { 'x-amz-checksum-crc32': 'NSRBwg==' });
  });

  it('that is cut short is refused', () => {
    for (const body of ['5\r\nabc', '5\r\nabc\r\n0\r\n\r\n', '2\r\nabc\r\n0\r\n\r\n', '5\r\nabcde\r\n', 'x\r\n', '']) {
      assert.throws(() => decodeAwsChunked(Buffer.from(body)), { code: 'IncompleteBody' }, body);
    }
  });
});

describe('The target of a request', () => {
  const targetOf = (host: string, rawPath: string): Target =>
    parseTarget({ headers: { host }, rawPath } as unknown as AwsRequest, (name) => name === 'my.docs');

  it('is read from path and host', () => {
    const docs = { bucket: 'my.docs', key: 'a//b' };
    const cases: [string, string, Target][] = [
      ['127.0.0.1:9000', '/', { isGlobalHost: false }],
      ['127.0.0.1:9000', '/my.docs', { bucket: 'my.docs', isGlobalHost: false }],
      ['127.0.0.1:9000', '/my.docs/a//b', { ...docs, isGlobalHost: false }],
      ['s3.eu-west-1.amazonaws.com', '/my.docs/a//b', { ...docs, isGlobalHost: false }],
      ['my.docs.s3.eu-west-1.amazonaws.com', '/a//b', { ...docs, isGlobalHost: false }],
      ['my.docs.s3.dualstack.us-east-1.amazonaws.com', '/a//b', { ...docs, isGlobalHost: false }],
      ['my.docs.s3.cn-north-1.amazonaws.com.cn', '/a//b', { ...docs, isGlobalHost: false }],
      ['my.docs.s3.amazonaws.com', '/a//b', { ...docs, isGlobalHost: true }],
      ['s3.amazonaws.com', '/my.docs/a//b', { ...docs, isGlobalHost: true }],
      ['my.docs.localhost:9000', '/a//b', { ...docs, isGlobalHost: false }],
      ['my.docs.storage.test:9000', '/a//b', { ...docs, isGlobalHost: false }],
    ];
    for (const [host, path, expected] of cases) assert.deepEqual(targetOf(host, path), expected, host + path);
  });

  it('is decoded once', () => {
    assert.equal(targetOf('127.0.0.1', '/b/%2525+%2F%20/..').key, '%25+/ /..');
    assert.throws(() => targetOf('127.0.0.1', '/b/%ff'), { code: 'InvalidURI' });
  });
});

describe('XML', () => {
  it('keeps every character of a text', () => {
    const text = ' <a> & "b"\r\n\t\u0001😀 ';
    assert.equal(childText(parseXml(xmlDocument('Root', [['Key', text]])), 'Key'), text);
  });

  it('that is not well formed is refused', () => {
    for (const source of ['', '<a>', '<a></b>', '</a>', '<a/><b/>', '<a', 'text']) {
      assert.throws(() => parseXml(source), SyntaxError, source);
    }
  });
});
