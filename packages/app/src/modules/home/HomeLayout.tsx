import type { HomePageLayoutProps } from '@backstage/plugin-home-react/alpha';
import { Greeting } from './Greeting';
import styles from './HomeLayout.module.css';

const ALL_COLUMNS = 12;
const HALF = 6;

/**
 * A greeting, and below it the widgets in the order in which `app.extensions` names them, each as wide as it asks for.
 */
export function HomeLayout(props: HomePageLayoutProps) {
  return (
    <>
      <Greeting />
      <main className={styles.widgets}>
        {props.widgets.map(widget => (
          <div
            key={widget.node.spec.id}
            className={styles.widget}
            style={{ gridColumn: `span ${columnsOf(widget.layout)}` }}
          >
            {widget.component}
          </div>
        ))}
      </main>
    </>
  );
}

function columnsOf(
  layout: HomePageLayoutProps['widgets'][number]['layout'],
): number {
  const wanted = layout?.width?.defaultColumns ?? HALF;
  return Math.min(ALL_COLUMNS, Math.max(1, Math.round(wanted)));
}
