import type { SignInMethod } from '../../core/sessions/ports';
import { SETTING } from '../ids';
import { setting } from '../workspace/settingsReader';

/** How the person wants to sign in to Identity Center, by the setting. */
export function signInMethod(): SignInMethod {
  const method = setting(SETTING.identityCenterSignIn);
  return method === 'browser' || method === 'deviceCode' ? method : 'auto';
}
