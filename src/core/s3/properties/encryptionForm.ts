import { t } from '@vscode/l10n';
import type { Encryption } from '../objectProperties';
import type { Fact, Field, FormValues } from './detailsView';
import { textOf, type Reading } from './metadataRules';

const KMS_TYPES = ['aws:kms', 'aws:kms:dsse'] as const;

/** What there is to say of an object's encryption. */
export function encryptionFacts(encryption: Encryption | undefined): Fact[] {
  const type = encryption === undefined ? t('S3 does not say') : typeName(encryption.type);
  const facts: Fact[] = [{ name: t('Encryption'), value: type }];
  if (encryption?.type !== 'aws:kms' && encryption?.type !== 'aws:kms:dsse') return facts;
  const { keyId, bucketKey } = encryption;
  facts.push({ name: t('KMS key'), value: keyId ?? t("the account's key for S3 (aws/s3)"), copy: keyId });
  if (bucketKey !== undefined) facts.push({ name: t('Bucket Key'), value: bucketKey ? t('used') : t('not used') });
  return facts;
}

/** The fields to change it with. */
export function encryptionFields(encryption: Encryption | undefined): Field[] {
  const keyId = encryption && 'keyId' in encryption ? (encryption.keyId ?? '') : '';
  const types: Encryption['type'][] = [
    'AES256',
    ...KMS_TYPES,
    ...(encryption?.type === 'SSE-C' ? ['SSE-C' as const] : []),
  ];
  return [
    {
      type: 'choice',
      id: 'type',
      label: t('Encryption'),
      value: encryption?.type ?? 'AES256',
      options: types.map((type) => ({ value: type, label: typeName(type) })),
    },
    {
      type: 'text',
      id: 'keyId',
      label: t('KMS key'),
      value: keyId,
      hint: t("Key ID, key ARN or alias; empty for the account's key for S3 (aws/s3)."),
      onlyWhen: { field: 'type', values: KMS_TYPES },
    },
  ];
}

/** The encryption that the fields of {@link encryptionFields} hold. */
export function readEncryption(values: FormValues, before: Encryption | undefined): Reading<Encryption> {
  const type = textOf(values, 'type');
  if (type === 'AES256' || type === 'SSE-C') return { value: { type } };
  const keyId = textOf(values, 'keyId');
  const kms = KMS_TYPES.find((known) => known === type);
  if (!kms) return { errors: { type: t('Choose one of the list.') } };
  // KMS API, DescribeKey, KeyId: 1 to 2,048 characters.
  if (!/^[\x21-\x7e]{0,2048}$/.test(keyId)) return { errors: { keyId: t('A key ID, ARN or alias has no blanks.') } };
  const bucketKey = before && 'bucketKey' in before ? before.bucketKey : undefined;
  return {
    value: {
      type: kms,
      ...(keyId === '' ? {} : { keyId }),
      ...(bucketKey === undefined || kms !== 'aws:kms' ? {} : { bucketKey }),
    },
  };
}

function typeName(type: Encryption['type']): string {
  switch (type) {
    case 'AES256':
      return t('SSE-S3: keys of Amazon S3 (AES256)');
    case 'aws:kms':
      return t('SSE-KMS: a key in AWS KMS (aws:kms)');
    case 'aws:kms:dsse':
      return t('DSSE-KMS: two layers with a key in AWS KMS (aws:kms:dsse)');
    case 'SSE-C':
      return t("SSE-C: the profile's own key");
  }
}
