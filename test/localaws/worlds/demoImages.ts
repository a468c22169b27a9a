import { deflateSync } from 'node:zlib';
import { crc32 } from '@aws-crypto/crc32';

/** Red, green and blue, 0–255. */
export type Colour = readonly [red: number, green: number, blue: number];

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** 8 bits a channel, RGB, no interlacing. */
const TRUE_COLOUR = Buffer.from([8, 2, 0, 0, 0]);

/**
 * A PNG image of a bar chart, so that an image viewer has something to show.
 * @param heights of the bars, 0 to 1
 */
export function barChartPng(heights: readonly number[], bar: Colour, background: Colour): Buffer {
  const barWidth = 24;
  const width = heights.length * barWidth;
  const height = 160;
  const rows = Array.from({ length: height }, (_, y) => {
    const pixels = Array.from({ length: width }, (_column, x) => {
      const isGap = x % barWidth < 4;
      const isBar = !isGap && height - y <= (heights[Math.floor(x / barWidth)] ?? 0) * height;
      return isBar ? bar : background;
    });
    // Each row begins with its filter type, none.
    return Buffer.from([0, ...pixels.flat()]);
  });
  const size = Buffer.alloc(8);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  return Buffer.concat([
    SIGNATURE,
    pngChunk('IHDR', Buffer.concat([size, TRUE_COLOUR])),
    pngChunk('IDAT', deflateSync(Buffer.concat(rows))),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** An SVG image of the same chart. */
export function barChartSvg(heights: readonly number[], colour: string): string {
  const bars = heights.map((height, index) => {
    const pixels = Math.round(height * 160);
    return `  <rect x="${index * 24 + 4}" y="${160 - pixels}" width="20" height="${pixels}" fill="${colour}"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${heights.length * 24} 160">\n${bars.join('\n')}\n</svg>\n`;
}
