import { Button, Popover } from '@mantine/core';
import { IconAntennaBars1, IconAntennaBars3, IconAntennaBars5, IconAntennaBarsOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import popovers from '../app/Popovers.module.css';
import { useMedia, useServices } from '../app/services.ts';
import { useFormat } from '../i18n/format.ts';
import classes from './ControlBar.module.css';
import { overallGrade, type Quality } from './quality.ts';

const icons = {
  good: IconAntennaBars5,
  poor: IconAntennaBars3,
  measuring: IconAntennaBars1,
  unknown: IconAntennaBarsOff,
};

/** Good or poor at a glance (the worst of all publishers), the numbers on demand. */
export function QualityPopover() {
  const { t } = useTranslation();
  const { quality } = useServices();
  const qualities = useStore(quality);
  const publishers = useMedia((media) => media.publishers);
  const known = publishers.flatMap(({ participantId, userId }) => {
    const measured = qualities[participantId];
    return measured ? [{ participantId, name: userId === '' ? participantId : userId, measured }] : [];
  });
  const grade = overallGrade(
    known.map(({ measured }) => measured.grade),
    publishers.some(({ hasFrame }) => hasFrame),
  );
  const Icon = icons[grade];
  return (
    <Popover position="top-end" width={260} trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant="subtle"
          color="gray"
          className={classes.quality}
          data-grade={grade}
          data-testid="quality"
          leftSection={<Icon size={18} aria-hidden />}
        >
          {t(`quality.${grade}`)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={popovers.dropdown} aria-label={t('quality.title')}>
        {known.length === 0 && <p className={popovers.hint}>{t('quality.none')}</p>}
        {known.map(({ participantId, name, measured }) => (
          <Numbers key={participantId} name={name} quality={measured} />
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}

function Numbers({ name, quality }: { name: string; quality: Quality }) {
  const { t } = useTranslation();
  const format = useFormat();
  const unknown = '–';
  const { width, height, framesPerSecond, bitsPerSecond, lossRatio, jitterMs, bufferMs, freezes } = quality;
  const rows: Array<[string, string]> = [
    [t('quality.size'), width !== null && height !== null ? `${width} × ${height}` : unknown],
    [t('quality.frames'), framesPerSecond === null ? unknown : format.number(framesPerSecond)],
    [
      t('quality.bits'),
      bitsPerSecond === null ? unknown : t('quality.kbps', { value: format.number(bitsPerSecond / 1000) }),
    ],
    [t('quality.loss'), format.percent(lossRatio)],
    [t('quality.jitter'), jitterMs === null ? unknown : t('quality.ms', { value: format.number(jitterMs) })],
    [t('quality.buffer'), bufferMs === null ? unknown : t('quality.ms', { value: format.number(bufferMs) })],
    [t('quality.freezes'), format.number(freezes)],
  ];
  return (
    <table className={classes.numbers}>
      <caption>{name}</caption>
      <tbody>
        {rows.map(([label, value]) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
