import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { DemoWindows } from '../test/ui/support/demoWindow';
import type { Workbench } from '../test/ui/support/workbench';
import { demoProfiles, type Demo } from '../test/vscode/demo';
import { PROJECT } from '../test/vscode/install';
import { PlainError } from '../test/vscode/plainError';
import { run } from '../test/vscode/processes';

/** Where the README's pictures stand. */
const PICTURES = path.join(PROJECT, 'media/readme');
/** Of the window, in pixels. */
export const SIZE = { width: 1120, height: 680 } as const;
const SIDE_BAR_WIDTH = 470;

/** What a picture shows of the window: parts of one size, so that pictures stand well side by side. */
const PART_SIZE = { width: 700, height: 425 } as const;
export const PART = {
  whole: { x: 0, y: 0, ...SIZE },
  top: { x: (SIZE.width - PART_SIZE.width) / 2, y: 0, ...PART_SIZE },
  topLeft: { x: 0, y: 0, ...PART_SIZE },
  left: { x: 0, y: 60, ...PART_SIZE },
  middle: { x: 50, y: 85, ...PART_SIZE },
  bottomLeft: { x: 0, y: SIZE.height - PART_SIZE.height, ...PART_SIZE },
  bottomRight: { x: SIZE.width - PART_SIZE.width, y: SIZE.height - PART_SIZE.height, ...PART_SIZE },
} as const;

type Part = (typeof PART)[keyof typeof PART];

type Settings = Readonly<Record<string, unknown>>;

/** The demo's settings with a person's session name, and editors that fit into a small picture. */
export function settingsFor({ localAws, settings }: Demo): Settings {
  const profiles = demoProfiles(localAws.endpoint);
  const chain = profiles['three-hops'].chain.map((hop) => ({ ...hop, sessionName: 'alice' }));
  return {
    ...settings,
    'editor.minimap.enabled': false,
    'editor.wordWrap': 'on',
    'assumeRole.profiles': { ...profiles, 'three-hops': { ...profiles['three-hops'], chain } },
  };
}

/** A window that pictures are taken of. */
export class Camera {
  constructor(
    protected readonly windows: DemoWindows,
    protected readonly window: Workbench,
  ) {}

  /** Gives the window the size of the pictures, and the side bar room for long names. */
  async setUp(): Promise<void> {
    await mkdir(PICTURES, { recursive: true });
    await this.window.page.setViewportSize(SIZE);
    await this.widenSideBar();
  }

  protected async switchTo(profile: string): Promise<void> {
    await this.window.statusBarItem(/AWS session|Assume Role/).click();
    await this.window.quickInput.waitForOpen('Assume Role');
    // Rows out of sight are not drawn.
    await this.window.quickInput.type(profile);
    await this.window.quickInput.pick(new RegExp(`\\b${profile},`));
  }

  /** Drags the border between the side bar and the editor. */
  private async widenSideBar(): Promise<void> {
    const { page } = this.window;
    const bar = await page.locator('.part.sidebar').boundingBox();
    if (!bar) throw new PlainError('The window has no side bar.');
    const middle = bar.y + bar.height / 2;
    await page.mouse.move(bar.x + bar.width, middle);
    await page.mouse.down();
    await page.mouse.move(bar.x + SIDE_BAR_WIDTH, middle, { steps: 5 });
    await page.mouse.up();
  }

  /** Sets the colour theme, with other settings at once: when the window has the theme's colours it has those too. */
  protected async setTheme(name: string, kind: 'vs' | 'vs-dark', others: Settings = {}): Promise<void> {
    const { demo, server } = this.windows;
    await server.writeSettings({ ...settingsFor(demo), 'workbench.colorTheme': name, ...others });
    await this.window.page.locator(`.monaco-workbench.${kind}`).waitFor();
  }

  /** Takes a picture without what the pointer would show: hovers, and the actions of the row below it. */
  protected async take(name: string, clip: Part): Promise<void> {
    await this.movePointerAway();
    await this.takeWithPointer(name, clip);
  }

  /** Takes a picture with what is shown where the pointer is. */
  protected async takeWithPointer(name: string, clip: Part): Promise<void> {
    const file = path.join(PICTURES, `${name}.png`);
    await this.window.page.screenshot({ path: file, clip, animations: 'disabled' });
    const { code, output } = await run('pngquant', ['--force', '--strip', '--speed', '1', '--output', file, file]);
    if (code !== 0) throw new PlainError(`pngquant failed on ${file}:\n${output}`);
    console.log(path.relative(PROJECT, file));
  }

  /** Puts the pointer where nothing answers to it, and waits until hovers that wait for it are gone. */
  private async movePointerAway(): Promise<void> {
    const { page } = this.window;
    const { width, height } = page.viewportSize() ?? SIZE;
    await page.mouse.move(width - 1, height / 2);
    await page.locator('.workbench-hover:visible').waitFor({ state: 'hidden' });
  }
}
