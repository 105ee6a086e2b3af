import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// Whole apps are rendered here, on computers that have other things to do at the same time.
configure({ asyncUtilTimeout: 15_000 });
jest.setTimeout(60_000);
