import { useTranslation } from 'react-i18next';
import { Panel } from '../Panel.tsx';

export default function CostPage() {
  const { t } = useTranslation();
  return <Panel title={t('cost.title')}>{null}</Panel>;
}
