using Aspire.Hosting;

// An application host that tests interrupt and kill: two programs with a child each,
// or, with "containers", one container of each kind.
var builder = DistributedApplication.CreateBuilder(args);
if (args.Contains("containers"))
{
    var postgres = builder.AddPostgres("postgres", password: builder.AddParameter("postgres-password", "not shown", secret: true)).WithDataVolume("pg");
    postgres.AddDatabase("intake-database", "intake");
    builder.AddRabbitMQ("messaging").WithDataVolume("mq");
    builder.AddRedis("redis");
}
else
{
    var first = builder.AddExecutable("first", "/bin/sh", "/", "-c", "sleep 1000 & wait");
    builder.AddExecutable("second", "/bin/sh", "/", "-c", "sleep 1000 & wait").WaitFor(first);
}

using var app = builder.Build();
await app.RunAsync();
