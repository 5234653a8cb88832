export { default } from '@sales/test-kit/vitest';
