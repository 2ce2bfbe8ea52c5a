/// The versions of the service's interface, as `api-version` names them (protocol reference, section 1).
public enum ServiceVersion {
    /// The newest stable one; what requests ask for by default.
    public static let newest = "2026-03-12"
    /// The newest preview.
    public static let newestPreview = "2025-08-15-preview"
    /// The only one in which participants can be unmuted and a new call can carry a custom context.
    public static let unmutePreview = "2024-09-01-preview"
    /// All that there are, newest first, previews last.
    public static let known = [
        newest, "2025-06-15", "2025-05-15", "2024-09-15", "2024-04-15", "2023-10-15", "2023-03-06", newestPreview,
        unmutePreview,
    ]
}
