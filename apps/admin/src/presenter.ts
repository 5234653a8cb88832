import { Console, Effect } from 'effect';
import { type CliError, CliOutput, type HelpDoc } from 'effect/cli';
import { tell } from './failure.ts';
import { launcherOf, suggest } from './launcher.ts';
import { Screen } from './screen.ts';

/** Presents help and version as they come, and a wrong invocation as one sentence instead of the whole help. */
export function presenter(json: boolean): CliOutput.Presenter {
  return {
    present: Effect.fnUntraced(function* (event) {
      const { out } = yield* Screen;
      const formatter = CliOutput.defaultFormatter({ colors: out.hasColour });
      switch (event._tag) {
        case 'Help':
          return yield* Console.log(formatter.formatHelpDoc(asTyped(event.helpDoc)));
        case 'Version':
          return yield* Console.log(event.version);
        case 'InvalidInvocation': {
          const [error] = event.errors;
          if (error === undefined) return;
          const help = suggest([...event.commandPath.slice(1), '--help'].join(' '));
          yield* tell({ tag: error._tag, message: `${sentenceOf(error)}; see \`${help}\`.` }, json);
        }
      }
    }),
  };
}

/** Gives help whose commands can be pasted: they begin as this program was started. */
function asTyped(doc: HelpDoc.HelpDoc): HelpDoc.HelpDoc {
  return {
    ...doc,
    usage: typed(doc.usage),
    ...(doc.examples === undefined
      ? {}
      : { examples: doc.examples.map((example) => ({ ...example, command: typed(example.command) })) }),
  };
}

function typed(command: string): string {
  return command.replace(/^sales(?= )/, launcherOf(process.env));
}

function sentenceOf(error: CliError.NonShowHelpErrors): string {
  switch (error._tag) {
    case 'UnrecognizedOption':
      return `There is no flag ${error.option} here${didYouMean(error.suggestions)}`;
    case 'UnknownSubcommand':
      return `There is no command "${error.subcommand}"${didYouMean(error.suggestions)}`;
    case 'MissingArgument':
      return `The argument <${error.argument}> is missing`;
    case 'MissingOption':
      return `The flag --${error.option} is missing`;
    case 'InvalidValue': {
      const where = error.kind === 'flag' ? `--${error.option}` : `<${error.option}>`;
      if (error.value === '' && error.kind === 'flag') return `The flag ${where} needs a value`;
      const expected = withoutStop(error.expected).replaceAll('"', '').replaceAll(' | ', ' or ');
      return `"${error.value}" is no value for ${where}: ${lowerFirst(expected)}`;
    }
    case 'UnexpectedArgument':
      return `There is no place for ${error.arguments.map((value) => `"${value}"`).join(' and ')}`;
    default:
      return withoutStop(error.message.split('\n')[0]!);
  }
}

function didYouMean(suggestions: readonly string[]): string {
  return suggestions.length === 0 ? '' : `; did you mean ${suggestions.join(' or ')}?`.slice(0, -1);
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function withoutStop(text: string): string {
  return text.replace(/\.$/, '');
}
