import assert from 'node:assert/strict';
import { COLOR } from '../../../src/vscode/ids';
import { MANIFEST_TEXT } from './manifest';

/** Backgrounds of the status bar in VS Code's own themes: those of today, and the blue of Dark+ and Light+. */
const STATUS_BARS = {
  dark: ['#181818', '#007acc'],
  light: ['#f8f8f8', '#007acc'],
  highContrast: ['#000000'],
  highContrastLight: ['#ffffff'],
} as const;

interface Colors {
  readonly contributes: {
    readonly colors: readonly { readonly id: string; readonly defaults: Readonly<Record<string, string>> }[];
  };
}

/** WCAG 2.2, relative luminance. */
function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((start) => parseInt(color.slice(start, start + 2), 16) / 255)
    .map((channel) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG 2.2, contrast ratio. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

describe('colours', () => {
  const { colors } = (JSON.parse(MANIFEST_TEXT) as Colors).contributes;

  it('are those of ids.ts', () => {
    assert.deepEqual(
      colors.map(({ id }) => id),
      Object.values(COLOR),
    );
  });

  it('can be read on the status bar of every kind of theme', () => {
    for (const { id, defaults } of colors) {
      for (const [kind, backgrounds] of Object.entries(STATUS_BARS)) {
        for (const background of backgrounds) {
          const ratio = contrast(defaults[kind] ?? background, background);
          assert.ok(ratio >= 3, `${id}, ${kind}: ${ratio.toFixed(1)} on ${background}`);
        }
      }
    }
  });
});
