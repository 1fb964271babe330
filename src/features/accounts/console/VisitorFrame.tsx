import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import { type ReactNode, useEffect } from 'react'

/** A page for people who are not signed in: one narrow column below the name of the product. */
export function VisitorFrame({ title, description, children }: { title: string; description?: ReactNode; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} - MPS Express`
  }, [title])
  return (
    <main style={{ maxWidth: 480, margin: '0 auto', padding: '10vh 16px 48px' }}>
      <Box variant="p" fontSize="heading-xl" fontWeight="bold" textAlign="center" padding={{ bottom: 'l' }}>
        MPS Express
      </Box>
      <Container
        header={
          <Header variant="h1" description={description}>
            {title}
          </Header>
        }
      >
        {children}
      </Container>
    </main>
  )
}
