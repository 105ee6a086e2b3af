import '@backstage/cli/asset-types';
import { createRoot } from 'react-dom/client';
import '@backstage/ui/css/styles.css';
import App from './App';

const container = document.getElementById('root');
if (!container) throw new Error('The page has no element #root');
createRoot(container).render(App.createRoot());
