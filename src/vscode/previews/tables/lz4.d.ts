/** LZ4 alone: the package's index brings along a second Brotli and gzip. */
declare module 'hyparquet-compressors/src/lz4.js' {
  export { decompressLz4, decompressLz4Raw } from 'hyparquet-compressors';
}
