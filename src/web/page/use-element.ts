import { type ReadonlySignal, useSignal, useSignalEffect } from '@preact/signals'
import type { RefCallback } from 'preact'

/** An element as it stands in the page, and how much room it has there. */
export interface MeasuredElement<Kind extends Element> {
  readonly ref: RefCallback<Kind>
  readonly element: ReadonlySignal<Kind | undefined>
  readonly width: ReadonlySignal<number>
  readonly height: ReadonlySignal<number>
}

/** `width` is what is supposed before the element is there. */
export function useElement<Kind extends Element>(supposed: number): MeasuredElement<Kind> {
  const element = useSignal<Kind | undefined>(undefined)
  const width = useSignal(supposed)
  const height = useSignal(0)
  useSignalEffect(() => {
    const measured = element.value
    if (measured === undefined) return
    const observer = new ResizeObserver(() => {
      width.value = Math.max(280, measured.clientWidth)
      height.value = measured.clientHeight
    })
    observer.observe(measured)
    return () => observer.disconnect()
  })
  const ref: RefCallback<Kind> = (found) => {
    element.value = found ?? undefined
  }
  return { ref, element, width, height }
}
