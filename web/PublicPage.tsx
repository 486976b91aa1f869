import { useWords } from './i18n.tsx';
import { Page } from './parts.tsx';

export function PublicPage() {
  const { t } = useWords();
  return <Page title={t('nav.public')} />;
}
