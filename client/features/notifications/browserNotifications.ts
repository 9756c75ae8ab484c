// The browser's own notifications, where there are any. Knows no room.
import type { NotificationsSurroundings, Permission } from "./notificationsModel.ts";

const isThere = (): boolean => "Notification" in window && window.isSecureContext;

/** `title`: what all of them are headed with. */
export const browserNotifications = (
  title: () => string,
): Pick<NotificationsSurroundings, "permission" | "askPermission" | "showByBrowser"> => ({
  permission: () => (isThere() ? Notification.permission : "missing"),
  async askPermission(): Promise<Permission> {
    return isThere() ? Notification.requestPermission() : "missing";
  },
  showByBrowser(text, tag, clicked) {
    if (!isThere() || Notification.permission !== "granted") return false;
    try {
      const shown = new Notification(title(), { body: text, tag });
      shown.addEventListener("click", () => {
        window.focus();
        shown.close();
        clicked();
      });
      return true;
    } catch {
      // a phone's browser has them for service workers alone
      return false;
    }
  },
});
