import { Button, TextInput } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useServices } from '../../../app/services.ts';
import { answerOf } from '../../../state/answer-of.ts';
import classes from './Drawer.module.css';

/** As AWS takes it: DisconnectParticipant's reason. */
const REASON_LENGTH = 128;

type Step =
  | { step: 'asking' }
  | { step: 'removing' }
  | { step: 'removed'; wasConnected: boolean }
  | { step: 'failed'; message: string };

interface RemovePanelProps {
  participantId: string;
  stageArn: string;
  userId: string | null;
  onClose: () => void;
}

/** Says what it does before it does it: the connection is cut, the token is dead, and nobody comes back by themselves. */
export function RemovePanel({ participantId, stageArn, userId, onClose }: RemovePanelProps) {
  const { t } = useTranslation();
  const { bridge, participants, viewing } = useServices();
  const [state, setState] = useState<Step>({ step: 'asking' });
  const [reason, setReason] = useState('');
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const isOwn = viewing.getState().view.participantId === participantId;

  async function remove(event: FormEvent): Promise<void> {
    event.preventDefault();
    setState({ step: 'removing' });
    const given = reason.trim();
    const answer = await answerOf(
      bridge.invoke('api:remove-viewer', {
        stageArn,
        participantId,
        ...(userId === null ? {} : { userId }),
        ...(given === '' ? {} : { reason: given }),
      }),
    );
    if (!answer.ok) return setState({ step: 'failed', message: answer.message });
    setState({ step: 'removed', wasConnected: answer.data.wasConnected });
    if (userId !== null) participants.model.apply([{ change: 'gone', stageArn, userId }]);
    else participants.refresh();
  }

  if (state.step === 'removed') {
    return (
      <section className={classes.removePanel} data-testid="remove-panel" role="status">
        <h3>
          <IconCheck size={15} aria-hidden />
          {t('remove.done')}
        </h3>
        <p>{t(state.wasConnected ? 'remove.doneConnected' : 'remove.doneAbsent')}</p>
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('drawer.close')}
          </Button>
        </div>
      </section>
    );
  }
  const busy = state.step === 'removing';
  return (
    <form
      className={classes.removePanel}
      data-testid="remove-panel"
      aria-label={t('remove.title')}
      onSubmit={(event) => void remove(event)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || busy) return;
        event.stopPropagation();
        onClose();
      }}
    >
      <h3 ref={heading} tabIndex={-1}>
        <IconAlertTriangle size={15} aria-hidden />
        {t('remove.title')}
      </h3>
      <ul>
        <li>{t('remove.cutsConnection')}</li>
        <li>{t('remove.killsToken')}</li>
        <li>{t('remove.staysAway')}</li>
      </ul>
      {isOwn && <p>{t('remove.own')}</p>}
      <TextInput
        size="xs"
        label={t('remove.reason')}
        description={t('remove.reasonHelp', { number: REASON_LENGTH })}
        classNames={{ description: classes.hint ?? '' }}
        maxLength={REASON_LENGTH}
        value={reason}
        disabled={busy}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
      {state.step === 'failed' && (
        <p className={classes.problem} role="alert">
          {t('remove.failed')} {state.message}
        </p>
      )}
      <div className={classes.buttons}>
        <Button variant="default" disabled={busy} onClick={onClose}>
          {t('remove.cancel')}
        </Button>
        <Button type="submit" className={classes.confirm} loading={busy} data-testid="remove-confirm">
          {t(state.step === 'failed' ? 'remove.again' : 'remove.confirm')}
        </Button>
      </div>
    </form>
  );
}
