import TextFilter from '@cloudscape-design/components/text-filter'
import { useEffect, useEffectEvent, useRef, useState } from 'react'

/** How long after the last key the list is asked again, in milliseconds. */
const PAUSE = 250

export interface SearchFieldProps {
  label: string
  placeholder: string
  /** the text in force, as the address has it */
  value: string
  /** called when the person has stopped typing */
  onSearch: (text: string) => void
  /** how many were found, shown while something is searched for */
  countText?: string | undefined
}

/** The search box of a list: it waits for a pause in the typing, and follows the address when that changes by itself. */
export function SearchField({ label, placeholder, value, onSearch, countText }: SearchFieldProps) {
  const [text, setText] = useState(value)
  const sent = useRef(value)
  const search = useEffectEvent(onSearch)
  useEffect(() => {
    if (value !== sent.current) setText(value)
    sent.current = value
  }, [value])
  useEffect(() => {
    if (text === sent.current) return
    const timer = setTimeout(() => {
      sent.current = text
      search(text)
    }, PAUSE)
    return () => clearTimeout(timer)
  }, [text])
  return (
    <TextFilter
      filteringText={text}
      filteringPlaceholder={placeholder}
      filteringAriaLabel={label}
      countText={text ? countText : undefined}
      onChange={({ detail }) => setText(detail.filteringText)}
    />
  )
}
