using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.ServiceDefaults.Tests.Text;

public sealed class Quoted_texts
{
    [Theory]
    [InlineData("ERP 打不开。", "ERP 打不开")]
    [InlineData("ERP 打不开。。 ", "ERP 打不开")]
    [InlineData("发票，库存，", "发票，库存")]
    [InlineData("The printer is down.", "The printer is down")]
    [InlineData("It says: ", "It says")]
    [InlineData("Version 1.2.3", "Version 1.2.3")]
    public void End_without_a_stop_of_their_own(string text, string quoted) => Assert.Equal(quoted, QuotedText.Of(text));

    [Theory]
    [InlineData("系统崩溃了！")]
    [InlineData("能看一下吗？")]
    [InlineData("Is it down?")]
    [InlineData("It stopped...")]
    [InlineData("数据丢失…")]
    [InlineData("报错（代码 7）")]
    [InlineData("")]
    [InlineData("。")]
    public void Keep_marks_that_mean_something(string text) => Assert.Equal(text, QuotedText.Of(text));
}
