import type { Daemon } from './daemon.ts'
import type {
  AttributeName,
  NetworkSnapshot,
  RouterSnapshot,
  RouteSnapshot,
  RoutesBySession,
} from './snapshot.ts'

/** What of routes a daemon shows. */
type Shown = Pick<Daemon, 'tellsZeroMed' | 'showsReceived' | 'showsTold'>

/** The network as far as the daemon would show it, so that both sides are looked at alike. */
export function asShown(snapshot: NetworkSnapshot, shown: Shown): NetworkSnapshot {
  return new Map([...snapshot].map(([name, router]) => [name, routerAsShown(router, shown)]))
}

function routerAsShown(
  router: RouterSnapshot,
  { tellsZeroMed, showsReceived, showsTold }: Shown,
): RouterSnapshot {
  const present = <Route extends RouteSnapshot>(route: Route): Route =>
    tellsZeroMed ? route : withoutZeroMed(route)
  const cut = (routes: RoutesBySession, names: readonly AttributeName[]): RoutesBySession =>
    new Map(
      [...routes].map(([session, all]) => [session, all.map((route) => present(onlyWith(route, names)))]),
    )
  return {
    ...router,
    paths: router.paths.map(present),
    received: cut(router.received, showsReceived),
    told: cut(router.told, showsTold),
  }
}

function withoutZeroMed<Route extends RouteSnapshot>(route: Route): Route {
  const kept = [...route.attributes].filter(([name, value]) => name !== 'med' || value !== '0')
  return { ...route, attributes: new Map(kept) }
}

function onlyWith(route: RouteSnapshot, names: readonly AttributeName[]): RouteSnapshot {
  return { ...route, attributes: new Map([...route.attributes].filter(([name]) => names.includes(name))) }
}
