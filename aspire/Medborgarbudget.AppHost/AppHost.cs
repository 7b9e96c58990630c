using Medborgarbudget.AppHost;

var builder = DistributedApplication.CreateBuilder(args);
var images = new ServerImages(builder.Configuration);
var postgres = builder.AddPostgres("postgres").With(images);
var rabbitmq = builder.AddRabbitMQ("rabbitmq").With(images);

// An acknowledged ballot is on disk, here as in production.
var redis = builder.AddRedis("redis").With(images).WithArgs("--appendonly", "yes", "--appendfsync", "always", "--save", "");
var system = new SystemParts(builder, postgres, rabbitmq);

var identity = system.AddService<Projects.Medborgarbudget_Identity>("identity", system.IsSignIn);
var network = system.AddService<Projects.Medborgarbudget_Network>("network");
var budget = system.AddService<Projects.Medborgarbudget_Budget>("budget");
var proposal = system.AddService<Projects.Medborgarbudget_Proposal>("proposal");
var screening = system.AddService<Projects.Medborgarbudget_Screening>("screening");
var voting = system.AddService<Projects.Medborgarbudget_Voting>("voting", part => system.IsBallotBox(part, redis));
var decision = system.AddService<Projects.Medborgarbudget_Decision>("decision");
var followup = system.AddService<Projects.Medborgarbudget_FollowUp>("followup");
var web = system.AddWeb<Projects.Medborgarbudget_Web>("web");
var gateway = system.AddGateway<Projects.Medborgarbudget_Gateway>("gateway", redis);
system.Connect(identity, network, budget, proposal, screening, voting, decision, followup, web, gateway);

await builder.Build().RunAsync();
