/// Why changes may be noticed later than they could be. Nothing is missed for it.
public enum FlowWatchError: Error, Sendable, Equatable {
    /// The system gives no notice of changes at all.
    case noNotices(reason: String, net: Duration)
    /// The system gives no notice of changes in some folders.
    case someNotices(reason: String, net: Duration)
}

extension FlowWatchError: CustomStringConvertible {
    /// What it means and what to do, in one line.
    public var description: String {
        switch self {
        case .noNotices(let reason, let net):
            "changes of flows are only noticed every \(net): \(reason); raising fs.inotify.max_user_instances may help"
        case .someNotices(let reason, let net):
            "changes in some folders of flows are only noticed every \(net): \(reason); "
                + "raising fs.inotify.max_user_watches may help"
        }
    }
}
