/** A map for notebooks: what is drawn on it comes from folium. */
import { openPage, publish } from "../page";

publish(openPage({ top: 14 }));
