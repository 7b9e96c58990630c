using Medborgarbudget.Cli;

return await Mb.RunAsync(args, Console.Out, Console.Error, CancellationToken.None);
