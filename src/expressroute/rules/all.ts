import { addressRules } from './a.ts'
import { sessionRules } from './b.ts'
import { routeRules } from './c.ts'
import { purchaseRules } from './d.ts'
import { publicRouteRules } from './public-routes.ts'
import type { Rule } from './rule.ts'

/** Every rule, in the order of their ids. */
export const rules: readonly Rule[] = [
  ...addressRules,
  ...sessionRules,
  ...publicRouteRules,
  ...routeRules,
  ...purchaseRules,
]
