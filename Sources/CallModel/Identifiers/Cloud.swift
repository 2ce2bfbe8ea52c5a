/// The sovereign cloud that an identity lives in.
public enum Cloud: String, Sendable, Hashable, CaseIterable {
    case `public`
    case dod
    case gcch
}
