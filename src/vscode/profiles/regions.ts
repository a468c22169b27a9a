import { REGION } from '../../core/roles/limits';
import type { Choice } from '../support/multiStep';

/** Regions most accounts use; any other is typed. */
const COMMON_REGIONS: readonly (readonly [code: string, place: string])[] = [
  ['us-east-1', 'N. Virginia'],
  ['us-east-2', 'Ohio'],
  ['us-west-1', 'N. California'],
  ['us-west-2', 'Oregon'],
  ['ca-central-1', 'Canada'],
  ['sa-east-1', 'São Paulo'],
  ['eu-west-1', 'Ireland'],
  ['eu-west-2', 'London'],
  ['eu-west-3', 'Paris'],
  ['eu-central-1', 'Frankfurt'],
  ['eu-north-1', 'Stockholm'],
  ['eu-south-1', 'Milan'],
  ['ap-south-1', 'Mumbai'],
  ['ap-southeast-1', 'Singapore'],
  ['ap-southeast-2', 'Sydney'],
  ['ap-northeast-1', 'Tokyo'],
  ['ap-northeast-2', 'Seoul'],
  ['us-gov-west-1', 'AWS GovCloud (US-West)'],
  ['us-gov-east-1', 'AWS GovCloud (US-East)'],
  ['cn-north-1', 'Beijing'],
  ['cn-northwest-1', 'Ningxia'],
  ['eusc-de-east-1', 'AWS European Sovereign Cloud'],
];

/** The regions to choose from. */
export function regionChoices(): Choice<string>[] {
  return COMMON_REGIONS.map(([label, description]) => ({ label, description, value: label }));
}

/** An item for a region that was typed; undefined where it cannot be one. */
export function typedRegion(text: string): Choice<string> | undefined {
  return REGION.test(text) ? { label: text, value: text } : undefined;
}
