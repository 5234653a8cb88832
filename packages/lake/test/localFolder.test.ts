import { temporaryFolder } from '@sales/test-kit';
import { localFolder } from '../src/index.ts';
import { objectStoreContract } from './objectStoreContract.ts';

objectStoreContract('a local folder', () => localFolder(temporaryFolder()));
