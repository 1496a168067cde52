import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'

/** Whoever chooses something with Enter finds the focus beside it, and when that is closed where it was. `chosen` is shown a moment later. */
export function useWayBack(chosen: string | undefined, isShown: boolean): void {
  const last = useRef('')
  const before = useRef(chosen)
  const from = useRef<HTMLOrSVGElement | undefined>(undefined)
  const isAwaited = useRef(false)
  useEffect(() => {
    const keep = (event: Event): void => {
      last.current = event instanceof KeyboardEvent ? event.key : ''
    }
    // The inspector is there as long as the page is.
    for (const kind of ['keydown', 'pointerdown']) addEventListener(kind, keep, true)
  }, [])
  useLayoutEffect(() => {
    if (before.current === chosen) return
    before.current = chosen
    const { activeElement: active } = document
    isAwaited.current = chosen !== undefined && last.current === 'Enter'
    if (chosen === undefined) {
      if (active?.matches('body, .inspector *') === true) from.current?.focus({ preventScroll: true })
      from.current = undefined
    } else if (isAwaited.current && active?.matches('.inspector *') === false)
      from.current = active instanceof HTMLElement || active instanceof SVGElement ? active : undefined
  }, [chosen])
  useLayoutEffect(() => {
    if (!isShown || !isAwaited.current) return
    isAwaited.current = false
    document.querySelector<HTMLElement>('.inspector .heading button')?.focus({ preventScroll: true })
  })
}
