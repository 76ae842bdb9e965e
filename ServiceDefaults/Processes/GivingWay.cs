using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Configuration;

namespace ServiceMesh.ServiceDefaults;

/// <summary>
/// Lets a service that tells and counts what has happened give way to those that take in and decide, where they share a machine (the setting <c>GivesWay</c>): a platform whose message
/// is not acknowledged within seconds sends it again, a mail may leave a second later. Nothing changes while there is processor time for all.
/// </summary>
internal static class GivingWay
{
    /// <summary>Threads take their priority from the one that starts them, so this comes before there are many.</summary>
    public static void Begin(IConfiguration configuration)
    {
        if (!configuration.GetValue("GivesWay", false)) return;
        using var process = Process.GetCurrentProcess();
        try
        {
            process.PriorityClass = ProcessPriorityClass.BelowNormal;
        }
        catch (Win32Exception)
        {
            // It was started with a lower one, which it may not raise.
        }
    }
}
