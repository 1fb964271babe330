import ContentLayout from '@cloudscape-design/components/content-layout'
import Header from '@cloudscape-design/components/header'
import { type ReactNode, useEffect } from 'react'
import { type Breadcrumb, setFrame } from './frame.ts'

export interface PageFrameProps {
  title: string
  /** what stands behind the title in parentheses, such as a number of printers */
  counter?: string | undefined
  description?: ReactNode
  actions?: ReactNode
  /** the way to this page, without the page itself */
  breadcrumbs?: Breadcrumb[]
  /** off where the page is one table over the whole width that brings its own heading (Cloudscape's full-page table) */
  header?: boolean
  children: ReactNode
}

/** The heading, breadcrumbs and content of a page; also the title of the browser's tab. */
export function PageFrame({ title, counter, description, actions, breadcrumbs = [], header = true, children }: PageFrameProps) {
  const trail = JSON.stringify([...breadcrumbs, { text: title, href: '' }])
  useEffect(() => {
    setFrame({ breadcrumbs: JSON.parse(trail), table: !header })
    document.title = `${title} - MPS Express`
  }, [trail, title, header])
  if (!header) return <>{children}</>
  return (
    <ContentLayout
      header={
        <Header variant="h1" counter={counter && `(${counter})`} description={description} actions={actions}>
          {title}
        </Header>
      }
    >
      {children}
    </ContentLayout>
  )
}
