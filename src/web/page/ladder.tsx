import type { JSX } from 'preact'
import type { Store } from './store.ts'

export function Ladder({ store }: { readonly store: Store }): JSX.Element | undefined {
  return store.plan.value === undefined ? undefined : <section class="ladder" />
}
