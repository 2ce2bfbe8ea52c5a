/// How requests prove that they may be made.
public enum ServiceCredential: Sendable {
    /// Each request is signed with the resource's key.
    case accessKey(AccessKey)
    /// Each request carries the token that the closure returns at that moment; nil when none is at hand, and the request
    /// is not sent. The closure is called on event loops and must not block: whoever provides it renews the token
    /// beside it, before it expires.
    case bearer(@Sendable () -> String?)
}
