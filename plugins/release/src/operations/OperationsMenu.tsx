import { Button, Menu, MenuItem, MenuTrigger } from '@backstage/ui';
import { HostileText } from '@pilothouse/pilothouse-react';
import { RiArrowDownSLine } from '@remixicon/react';
import { useState } from 'react';
import type { OperationDraft } from './model/OperationDraft';
import { sideOf } from './model/OperationDraft';
import { useOperationWords } from './useOperationWords';
import { useOperations } from './WorkloadOperations';
import styles from './OperationsMenu.module.css';

/** What can be done with the workload; what cannot stays and says why. */
export function OperationsMenu() {
  const { t } = useOperationWords();
  const operations = useOperations();
  const [isOpen, setOpen] = useState(false);
  if (!operations) return null;
  const { workload, open, blocked } = operations;
  const role = workload.release ? 'release' : 'canary';
  const side = sideOf(workload, role);
  const drafts: OperationDraft[] = [
    { operation: 'roll-back', role },
    { operation: 'restart', role },
    { operation: 'scale', role, replicas: side?.desired },
    { operation: side?.paused ? 'resume' : 'pause', role },
  ];
  return (
    <MenuTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button
        variant="secondary"
        size="small"
        iconEnd={<RiArrowDownSLine />}
        aria-label={t('menuLabel', { name: workload.name })}
      >
        {t('menu')}
      </Button>
      {/* Closed, its items would be taken for tabs by the Tabs around it. */}
      {isOpen && (
        <Menu
          aria-label={t('menuLabel', { name: workload.name })}
          onAction={key => {
            const draft = drafts.find(({ operation }) => operation === key);
            // The dialog of what is blocked says no more than its reason.
            if (draft) open(draft);
          }}
        >
          {drafts.map(({ operation }) => {
            const why = blocked(operation);
            return (
              <MenuItem
                key={operation}
                id={operation}
                textValue={t(`open.${operation}`)}
              >
                <span className={styles.item} data-blocked={why !== undefined}>
                  {t(`open.${operation}`)}
                  {why !== undefined && (
                    <span className={styles.why}>
                      <HostileText value={why} max={120} />
                    </span>
                  )}
                </span>
              </MenuItem>
            );
          })}
        </Menu>
      )}
    </MenuTrigger>
  );
}
