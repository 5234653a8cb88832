/** The oldest major version of Node.js that runs this; the packages' `engines` say the same. */
export const oldestNode = 22;
