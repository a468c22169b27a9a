import type { ChainNode, NodeState } from '../../../../core/sessions/chainPicture';

const SVG = 'http://www.w3.org/2000/svg';

/** Outlines on a square of 16, drawn in the text's colour. */
const KINDS: Readonly<Record<ChainNode['kind'], string>> = {
  baseIdentity: 'M10.5 9.5a4 4 0 1 0-3.4-1.9L2 12.7V14h2.3v-1.6h1.6v-1.6h1.6l1-1c.6.2 1.3.2 2-.3zM11.5 4.5h.01',
  mfaSession: 'M4.5 1.5h7v13h-7zM7 12.5h2M6.5 4h3v3h-3z',
  role: 'M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.5 14c.5-3 2.7-4.5 5.5-4.5s5 1.5 5.5 4.5',
};

const RING = 'M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4z';
const CHECK = 'M5 8.3l2.1 2.1L11.2 6';
const STATES: Readonly<Record<NodeState, string>> = {
  active: `${RING}${CHECK}`,
  kept: `${RING}${CHECK}`,
  works: `${RING}${CHECK}`,
  expired: `${RING}M8 4.5V8l2.5 1.5`,
  running: 'M8 1.8A6.2 6.2 0 1 1 1.8 8',
  failed: `${RING}M5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6`,
  skipped: `${RING}M5 8h6`,
  unknown: RING,
};

/** The picture of what a node is. */
export function kindIcon(kind: ChainNode['kind']): SVGElement {
  return icon(KINDS[kind], 'kind-icon');
}

/** The picture of how a node stands. */
export function stateIcon(state: NodeState): SVGElement {
  return icon(STATES[state], 'state-icon');
}

function icon(outline: string, className: string): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', className);
  // The text beside it says the same.
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', outline);
  svg.append(path);
  return svg;
}
