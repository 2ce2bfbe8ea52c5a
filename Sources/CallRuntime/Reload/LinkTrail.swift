/// Where a change shows: a folder, and the names in it that matter (nil: all of them).
struct WatchPlace: Hashable, Sendable {
    let folder: RawPath
    let name: [UInt8]?
}

/// The places where a path can come to mean something else: the folder of each link on the way to its target, and the
/// folder of the target itself. A watch on a link's target says nothing when the link is swapped.
enum LinkTrail {
    /// As many links as Linux itself follows.
    private static let hopLimit = 40

    /// The trail of the root: every component of its path counts.
    static func places(ofRoot root: RawPath) -> [WatchPlace] {
        let isAbsolute = root.bytes.first == UInt8(ascii: "/")
        return places(from: RawPath(isAbsolute ? "/" : "."), through: root.components)
    }

    /// The trail of one entry in a folder.
    static func places(of name: [UInt8], in folder: RawPath) -> [WatchPlace] {
        places(from: folder, through: [name])
    }

    private static func places(from start: RawPath, through components: [[UInt8]]) -> [WatchPlace] {
        var found: [WatchPlace] = []
        var last: WatchPlace?
        var folder = start
        var ahead = Array(components.reversed())
        var hops = 0
        while let name = ahead.popLast() {
            let place = WatchPlace(folder: folder, name: name)
            let path = folder.appending(name)
            // ".." stays in the path: the kernel resolves it through links, which cutting text would not.
            guard let target = path.linkTarget() else {
                folder = path
                last = place
                continue
            }
            found.append(place)
            hops += 1
            if hops > hopLimit { return found }
            if target.bytes.first == UInt8(ascii: "/") { folder = RawPath("/") }
            ahead.append(contentsOf: target.components.reversed())
        }
        if let last { found.append(last) }
        return found
    }
}
