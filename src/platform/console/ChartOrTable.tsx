import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SegmentedControl from '@cloudscape-design/components/segmented-control'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import { type ReactNode, useState } from 'react'

interface ChartOrTableProps<Row> {
  title: string
  description?: string
  chart: ReactNode
  rows: Row[]
  columns: TableProps.ColumnDefinition<Row>[]
  empty: ReactNode
}

/** A chart, and the same as a table for whoever reads numbers better than pictures or sees none. */
export function ChartOrTable<Row>({ title, description, chart, rows, columns, empty }: ChartOrTableProps<Row>) {
  const [shown, setShown] = useState('chart')
  return (
    <Container
      header={
        <Header
          variant="h3"
          description={description}
          actions={
            <SegmentedControl
              label={`${title} as`}
              selectedId={shown}
              options={[
                { id: 'chart', text: 'Chart' },
                { id: 'table', text: 'Table' },
              ]}
              onChange={({ detail }) => setShown(detail.selectedId)}
            />
          }
        >
          {title}
        </Header>
      }
    >
      {shown === 'chart' ? (
        chart
      ) : (
        <div style={{ maxHeight: 360, overflowY: 'auto' }}>
          <Table
            variant="embedded"
            contentDensity="compact"
            items={rows}
            columnDefinitions={columns}
            ariaLabels={{ tableLabel: title }}
            empty={empty}
          />
        </div>
      )}
    </Container>
  )
}
