namespace ServiceMesh.Messaging.Tests;

public sealed class The_near_future
{
    [Fact]
    public void It_says_what_a_plain_list_says()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var (near, list, now) = (new NearFuture(), new SortedSet<long>(), 1_000_000_000L + random.Next(1000));
            near.Take(now);
            for (var step = 0; step < 200; step++)
            {
                if (random.Next(3) > 0)
                {
                    var due = now + random.Next(-50, random.Next(2) == 0 ? 200 : NearFuture.Span);
                    near.Add(due);
                    if (due < now + NearFuture.Span) list.Add(due);
                }
                else
                {
                    now += random.Next(random.Next(4) == 0 ? NearFuture.Span - 1 : 300);
                    Assert.Equal(list.Count > 0 && list.Min <= now ? list.Min : null, near.Take(now));
                    list.RemoveWhere(due => due <= now);
                }
                Assert.Equal(list.Count > 0 ? list.Min : null, near.Next());
            }
        }
    }

    [Fact]
    public void The_first_time_and_after_a_jump_everything_is_looked_at()
    {
        var near = new NearFuture();
        Assert.Equal(NearFuture.Anything, near.Take(1_000_000));
        near.Add(1_000_100);
        Assert.Null(near.Take(1_000_050));
        Assert.Equal(NearFuture.Anything, near.Take(1_000_000 + 10 * NearFuture.Span));
        Assert.Null(near.Next());
        Assert.Equal(NearFuture.Anything, near.Take(1_000_000));
    }

    [Fact]
    public void A_clock_that_goes_back_a_little_forgets_nothing()
    {
        var near = new NearFuture();
        near.Take(1_000_000);
        near.Add(1_000_500);
        Assert.Null(near.Take(999_000));
        near.Add(999_400);
        Assert.Equal(999_400, near.Take(999_500));
        Assert.Equal(1_000_500, near.Take(1_000_500));
    }

    [Fact]
    public void What_lies_beyond_is_loaded_later()
    {
        var near = new NearFuture();
        near.Take(1_000_000);
        near.Add(1_000_000 + NearFuture.Span);
        Assert.Null(near.Next());
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("a", 1)]
    [InlineData("default/0", 0)]
    [InlineData("7", 3)]
    [InlineData("单", 1)]
    [InlineData("😀", 0)]
    public async Task Both_sides_agree_on_a_timers_lane(string key, int lane)
    {
        Assert.Equal(lane, Lanes.Of(key));
        await using var connection = new Npgsql.NpgsqlConnection(await Testing.TestDatabase.ServerAsync());
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new Npgsql.NpgsqlCommand($"SELECT {Lanes.Sql} FROM (SELECT $1::text AS key) k", connection);
        command.Parameters.Add(new Npgsql.NpgsqlParameter<string> { TypedValue = key });
        Assert.Equal(lane, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Heartbeats_of_all_services_fall_together()
    {
        var now = new DateTimeOffset(2026, 3, 2, 3, 0, 10, 5, TimeSpan.Zero);
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 3, 0, 30, TimeSpan.Zero), Heartbeat.Next(now, TimeSpan.FromSeconds(30)));
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 3, 1, 0, TimeSpan.Zero), Heartbeat.Next(new(2026, 3, 2, 3, 0, 30, TimeSpan.Zero), TimeSpan.FromSeconds(30)));
    }
}
