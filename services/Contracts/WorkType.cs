namespace ServiceMesh.Contracts;

/// <summary>Support is reactive ("it is broken"); maintenance is planned and preventive. It decides clocks, calendar, fee and cover.</summary>
public enum WorkType
{
    Support,
    Maintenance,
}
