import {
  createBaseThemeOptions,
  createUnifiedTheme,
  genPageTheme,
  palettes,
} from '@backstage/theme';

const FONTS = [
  'system-ui',
  '-apple-system',
  '"Segoe UI"',
  'Roboto',
  '"PingFang SC"',
  '"Noto Sans SC"',
  '"Noto Sans CJK SC"',
  '"Microsoft YaHei"',
  'sans-serif',
].join(', ');

/** The kinds of page that stock plugins ask a header for; all look the same here. */
const PAGE_THEMES = [
  'home',
  'documentation',
  'tool',
  'service',
  'website',
  'library',
  'other',
  'app',
  'apis',
  'card',
];

/** What Material UI, on which stock plugins still stand, has to know of the tokens in tokens.css. */
interface Colours {
  app: string;
  surface: string;
  line: string;
  text: string;
  textSecondary: string;
  accent: string;
  accentText: string;
  nav: string;
}

const LIGHT: Colours = {
  app: '#f4f6f8',
  surface: '#ffffff',
  line: '#dde3ea',
  text: '#16202b',
  textSecondary: '#52606f',
  accent: '#0b6e8f',
  accentText: '#ffffff',
  nav: '#0f2230',
};

const DARK: Colours = {
  app: '#0f151b',
  surface: '#161e26',
  line: '#2a3642',
  text: '#e7edf3',
  textSecondary: '#a9b6c3',
  accent: '#5cc0df',
  accentText: '#06212c',
  nav: '#0a1219',
};

function createTheme(
  base: typeof palettes.light | typeof palettes.dark,
  colours: Colours,
) {
  const flat = genPageTheme({
    colors: [colours.surface, colours.surface],
    shape: 'none',
    options: { fontColor: colours.text },
  });
  return createUnifiedTheme({
    ...createBaseThemeOptions({
      palette: {
        ...base,
        primary: { main: colours.accent, contrastText: colours.accentText },
        secondary: { main: colours.accent, contrastText: colours.accentText },
        background: { default: colours.app, paper: colours.surface },
        text: { primary: colours.text, secondary: colours.textSecondary },
        divider: colours.line,
        border: colours.line,
        link: colours.accent,
        linkHover: colours.accent,
        navigation: {
          background: colours.nav,
          indicator: '#d8a73f',
          color: '#c7d5e0',
          selectedColor: '#ffffff',
        },
      },
    }),
    fontFamily: FONTS,
    defaultPageTheme: 'home',
    pageTheme: Object.fromEntries(PAGE_THEMES.map(name => [name, flat])),
    components: {
      MuiPaper: {
        styleOverrides: {
          rounded: { borderRadius: 10 },
          elevation1: { boxShadow: `0 0 0 1px ${colours.line}` },
          elevation2: { boxShadow: `0 0 0 1px ${colours.line}` },
        },
      },
      MuiButton: {
        styleOverrides: {
          root: { textTransform: 'none', borderRadius: 7 },
        },
      },
      // Eight columns of a stock table have to fit beside its filters at 1280.
      MuiTableCell: {
        styleOverrides: {
          root: { padding: '8px 8px', '& a': { wordBreak: 'keep-all' } },
        },
      },
      MuiTab: { styleOverrides: { root: { textTransform: 'none' } } },
    },
  });
}

export const lightTheme = createTheme(palettes.light, LIGHT);
export const darkTheme = createTheme(palettes.dark, DARK);
