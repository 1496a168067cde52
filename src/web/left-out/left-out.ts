import type { Plugin } from 'vite'
import { withoutExplanations } from './explanations.ts'
import { withoutImpossible, withoutKinds } from './foregone-conclusions.ts'
import { withoutIdle } from './idle-modules.ts'
import { withoutUncalledFunctions } from './uncalled-functions.ts'
import { withoutUnasked, withoutUncalled, withoutUnread } from './unneeded-methods.ts'

/** What the page is built without, since it never needs it. Nothing here changes what the page does. */
export function leftOut(): Plugin[] {
  return [
    withoutIdle,
    withoutExplanations,
    withoutUncalledFunctions,
    withoutKinds,
    withoutUnread,
    withoutUnasked,
    withoutImpossible,
    withoutUncalled,
  ]
}
