/// How an operation may be repeated.
public enum RepeatClass: String, Sendable {
    /// Carries a repeatability id: the same bytes again have no second effect.
    case id
    /// The state can be asked for, then the request repeated if it did not happen.
    case ask
    /// A second time has the same effect as one.
    case sameEffect
    /// Heard by people: fenced and repeated by the flow's policy.
    case audible
    /// Not the telephony service's: never repeated.
    case outside
}
