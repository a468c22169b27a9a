import type { ProfileObjectAddress } from '../address';
import type { ObjectProperties, Tags } from '../objectProperties';
import type { FieldErrors, Notice } from './detailsView';
import type { VersionList } from './keyVersions';
import type { Part } from './part';

/** Sections of an object's properties that can be edited. */
export const EDITABLE = ['metadata', 'tags', 'storageClass', 'encryption'] as const;
export type EditableSection = (typeof EDITABLE)[number];

/** What a page of properties is about and how it speaks. */
export interface PropertiesContext {
  readonly address: ProfileObjectAddress;
  /** Such as `aws`, for the ARN. */
  readonly partition: string;
  readonly readOnly: boolean;
  readonly production: boolean;
  /** BCP 47, for numbers and dates. */
  readonly locale: string;
}

/** Everything that is known of an object, or of one version of it. */
export interface ObjectState {
  readonly properties: Part<ObjectProperties>;
  readonly tags: Part<Tags>;
  /** Unread until somebody wants to see them. */
  readonly versions: Part<VersionList>;
  readonly editing?: { readonly section: EditableSection; readonly errors: FieldErrors } | undefined;
  /** What is being done to it, such as "Saving…"; it can be cancelled. */
  readonly work?: string | undefined;
  /** What was done last. */
  readonly done?: string | undefined;
  readonly notice?: Notice | undefined;
  /** How often somebody asked to see the versions. */
  readonly versionsRequested: number;
}
